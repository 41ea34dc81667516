#!/bin/sh
cd /lzcapp/pkg/content
exec venv/bin/python authlib_app.py
