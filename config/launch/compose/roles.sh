#!/bin/sh
# Run once by the postgres image: the owner of the tables and the application's role.
set -eu
psql --username "$POSTGRES_USER" --dbname "$POSTGRES_DB" --set ON_ERROR_STOP=1 \
	--set owner_password="$OWNER_PASSWORD" --set app_password="$APP_PASSWORD" <<'SQL'
create role thidua_owner login nosuperuser nobypassrls nocreatedb nocreaterole password :'owner_password';
create role thidua_app login nosuperuser nobypassrls nocreatedb nocreaterole password :'app_password';
alter database thidua owner to thidua_owner;
revoke all on database thidua from public;
grant connect, temporary on database thidua to thidua_app;
revoke create on schema public from public;
grant usage on schema public to thidua_app;
alter default privileges for role thidua_owner in schema public
	grant select, insert, update, delete on tables to thidua_app;
alter default privileges for role thidua_owner in schema public grant usage, select on sequences to thidua_app;
SQL
