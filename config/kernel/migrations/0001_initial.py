import config.kernel.tenancy.scope
import django.db.models.deletion
import uuid
from django.db import migrations, models


class Migration(migrations.Migration):

    initial = True

    dependencies = [
        ('units', '0001_initial'),
    ]

    operations = [
        migrations.CreateModel(
            name='Job',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='mã')),
                ('kind', models.CharField(max_length=80)),
                ('key', models.CharField(max_length=200)),
                ('label', models.CharField(max_length=200)),
                ('queue', models.CharField(default='default', max_length=40)),
                ('params', models.JSONField(default=dict)),
                ('actor', models.JSONField(default=dict)),
                ('state', models.CharField(choices=[('queued', 'Đang chờ'), ('running', 'Đang chạy'), ('done', 'Đã xong'), ('failed', 'Không xong')], default='queued', max_length=10)),
                ('attempt', models.PositiveIntegerField(default=0)),
                ('max_attempts', models.PositiveIntegerField(default=5)),
                ('lease_until', models.DateTimeField(null=True)),
                ('done', models.PositiveIntegerField(default=0)),
                ('total', models.PositiveIntegerField(default=0)),
                ('message', models.CharField(blank=True, max_length=200)),
                ('result', models.JSONField(default=dict)),
                ('error', models.TextField(blank=True)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('started_at', models.DateTimeField(null=True)),
                ('finished_at', models.DateTimeField(null=True)),
                ('tenant', models.ForeignKey(default=config.kernel.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.tenant')),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['tenant', 'state', 'lease_until'], name='job_waiting')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'kind', 'key'), name='job_once')],
            },
        ),
        migrations.CreateModel(
            name='StoredFile',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='mã')),
                ('name', models.CharField(max_length=255, verbose_name='tên tệp')),
                ('size', models.BigIntegerField(verbose_name='dung lượng (byte)')),
                ('mime', models.CharField(max_length=100)),
                ('sha256', models.CharField(max_length=64)),
                ('purpose', models.CharField(max_length=40)),
                ('created_at', models.DateTimeField(auto_now_add=True)),
                ('created_by_user_id', models.BigIntegerField(null=True)),
                ('created_by_name', models.CharField(blank=True, max_length=200)),
                ('tenant', models.ForeignKey(default=config.kernel.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.tenant')),
            ],
            options={
                'indexes': [models.Index(fields=['tenant', 'sha256'], name='file_digest')],
            },
        ),
        migrations.CreateModel(
            name='SheetImport',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='mã')),
                ('kind', models.CharField(max_length=40)),
                ('params', models.JSONField(default=dict)),
                ('title', models.CharField(max_length=200)),
                ('state', models.CharField(choices=[('wrong', 'Có chỗ sai'), ('ready', 'Chờ ghi'), ('applying', 'Đang ghi'), ('applied', 'Đã ghi'), ('failed', 'Không ghi được'), ('undoing', 'Đang hoàn tác'), ('undone', 'Đã hoàn tác'), ('dropped', 'Đã bỏ')], max_length=10)),
                ('version', models.PositiveIntegerField(default=1)),
                ('digest', models.CharField(blank=True, max_length=64)),
                ('fresh', models.PositiveIntegerField(default=0)),
                ('changed', models.PositiveIntegerField(default=0)),
                ('same', models.PositiveIntegerField(default=0)),
                ('wrong', models.PositiveIntegerField(default=0)),
                ('problems', models.PositiveIntegerField(default=0)),
                ('failure', models.TextField(blank=True)),
                ('made_at', models.DateTimeField(auto_now_add=True)),
                ('made_by', models.BigIntegerField(null=True)),
                ('made_by_name', models.CharField(blank=True, max_length=200)),
                ('applied_at', models.DateTimeField(null=True)),
                ('undone_at', models.DateTimeField(null=True)),
                ('undone_by_name', models.CharField(blank=True, max_length=200)),
                ('job', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.job')),
                ('tenant', models.ForeignKey(default=config.kernel.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.tenant')),
                ('file', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile')),
                ('handout', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile')),
                ('preview', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile')),
                ('undo', models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='kernel.storedfile')),
            ],
            options={
                'ordering': ['-id'],
                'indexes': [models.Index(fields=['tenant', 'kind', 'id'], name='sheet_import_list')],
            },
        ),
        migrations.CreateModel(
            name='AuditEntry',
            fields=[
                ('id', models.BigAutoField(primary_key=True, serialize=False)),
                ('uid', models.UUIDField(default=uuid.uuid4, editable=False, verbose_name='mã')),
                ('sequence', models.BigIntegerField()),
                ('at', models.DateTimeField()),
                ('actor_user_id', models.BigIntegerField(null=True)),
                ('actor_name', models.CharField(max_length=200)),
                ('actor_title', models.CharField(blank=True, max_length=200)),
                ('verb', models.CharField(max_length=80)),
                ('object_type', models.CharField(max_length=80)),
                ('object_uid', models.UUIDField(null=True)),
                ('object_label', models.CharField(blank=True, max_length=300)),
                ('state_from', models.CharField(blank=True, max_length=40)),
                ('state_to', models.CharField(blank=True, max_length=40)),
                ('reason', models.TextField(blank=True)),
                ('data', models.JSONField(default=dict)),
                ('previous_digest', models.CharField(blank=True, max_length=64)),
                ('digest', models.CharField(max_length=64)),
                ('tenant', models.ForeignKey(default=config.kernel.tenancy.scope.current_tenant_id, editable=False, on_delete=django.db.models.deletion.PROTECT, related_name='+', to='units.tenant')),
            ],
            options={
                'ordering': ['sequence'],
                'indexes': [models.Index(fields=['tenant', 'object_uid', 'sequence'], name='audit_object')],
                'constraints': [models.UniqueConstraint(fields=('tenant', 'sequence'), name='audit_sequence')],
            },
        ),
    ]
