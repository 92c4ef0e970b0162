"""How the application starts: its state directory, its embedded services, and the processes of `make run`.

Nothing here knows an application; what is here works before Django is set up.
"""
