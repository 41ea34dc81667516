#!/bin/sh
# Two programs: Flask at a port that nobody else can reach, and the gate in front of it, at the port of the app.
python3 -m flask --app app.py run --port 8000 &
exec npx catflap-gate --config gate.yaml --listen "127.0.0.1:${PORT:-5005}"
