"""A Flask app without a login of its own: catflap-gate stands in front of it, and says who is asking."""

from flask import Flask, render_template_string, request

app = Flask(__name__)

PAGE = """<!doctype html>
<title>Flask behind catflap-gate</title>
<h1>Hello {{ user }}</h1>
<p>Groups: {{ groups | join(", ") or "none" }}</p>
<form method="post" action="/_catflap/logout"><button>Sign out</button></form>
"""


def told(name):
    # WSGI has the bytes of a header as Latin-1; they are UTF-8.
    return request.headers[name].encode("latin-1").decode()


@app.get("/")
def home():
    user = told("Remote-User")
    groups = told("Remote-Groups").split(",")
    return render_template_string(PAGE, user=user, groups=groups)
