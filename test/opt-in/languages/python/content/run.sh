#!/bin/sh
cd /lzcapp/pkg/content
exec venv/bin/python app.py
