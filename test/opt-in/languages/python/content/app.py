"""A login by hand: PKCE, the token request and UserInfo, with Flask and requests."""

import hashlib
import os
import secrets
from base64 import urlsafe_b64encode

import requests
from flask import Flask, redirect, render_template, request, session

client_id = os.getenv("LAZYCAT_AUTH_OIDC_CLIENT_ID")
client_secret = os.getenv("LAZYCAT_AUTH_OIDC_CLIENT_SECRET")
authorization_endpoint = os.getenv("LAZYCAT_AUTH_OIDC_AUTH_URI")
token_endpoint = os.getenv("LAZYCAT_AUTH_OIDC_TOKEN_URI")
userinfo_endpoint = os.getenv("LAZYCAT_AUTH_OIDC_USERINFO_URI")
app_domain = os.environ.get("LAZYCAT_APP_DOMAIN")
redirect_uri = os.getenv("OIDC_REDIRECT_URI", f"https://{app_domain}/callback")

app = Flask(__name__)
app.secret_key = os.urandom(24)


def unpadded(data):
    return urlsafe_b64encode(data).rstrip(b"=").decode()


@app.route("/")
def home():
    return render_template("index.html")


@app.route("/login")
def login():
    verifier = unpadded(secrets.token_bytes(32))
    session["code_verifier"] = verifier
    challenge = unpadded(hashlib.sha256(verifier.encode()).digest())
    # No state, and nothing is encoded: an app may be written so.
    query = (
        f"response_type=code&client_id={client_id}&redirect_uri={redirect_uri}"
        f"&scope=openid profile email&code_challenge={challenge}&code_challenge_method=S256"
    )
    return redirect(f"{authorization_endpoint}?{query}")


@app.route("/callback")
def callback():
    form = {
        "grant_type": "authorization_code",
        "client_id": client_id,
        "client_secret": client_secret,
        "code": request.args.get("code"),
        "redirect_uri": redirect_uri,
        "code_verifier": session.get("code_verifier"),
    }
    tokens = requests.post(token_endpoint, data=form).json()
    bearer = {"Authorization": f"Bearer {tokens.get('access_token')}"}
    return {
        "Access Token": tokens.get("access_token"),
        "ID Token": tokens.get("id_token"),
        "UserInfo": requests.get(userinfo_endpoint, headers=bearer).json(),
    }


if __name__ == "__main__":
    app.run(debug=True, port=5005)
