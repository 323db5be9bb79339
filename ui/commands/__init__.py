"""What the commands of ``ui/cli.py`` do (命令): one module a subject, ``evaluate*.py`` for `zhengce evaluate`."""
