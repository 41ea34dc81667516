"""A Flask app without a login of its own: catflap-gate stands in front of it, and says who is asking."""

from flask import Flask, render_template_string, request

app = Flask(__name__)

PAGE = """<!doctype html>
<title>Flask behind catflap-gate</title>
<h1>Hello {{ user }}</h1>
<p>Groups: {{ groups | join(", ") or "none" }}</p>
<form method="post" action="/_catflap/logout"><button>Sign out</button></form>
"""


@app.get("/")
def home():
    # WSGI has the bytes of a header as Latin-1; they are UTF-8.
    user = request.headers["Remote-User"].encode("latin-1").decode()
    groups = request.headers["Remote-Groups"].split(",")
    return render_template_string(PAGE, user=user, groups=groups)
