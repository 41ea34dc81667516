"""The same login left to Authlib, which checks state, nonce and the signature of the ID Token."""

import os
import secrets

from authlib.integrations.flask_client import OAuth
from flask import Flask, render_template, request

box_domain = os.environ.get("LAZYCAT_BOX_DOMAIN")
app_domain = os.environ.get("LAZYCAT_APP_DOMAIN")
settings = {
    "client_id": os.getenv("LAZYCAT_AUTH_OIDC_CLIENT_ID"),
    "client_secret": os.getenv("LAZYCAT_AUTH_OIDC_CLIENT_SECRET"),
    "authorize_url": os.getenv("LAZYCAT_AUTH_OIDC_AUTH_URI"),
    "access_token_url": os.getenv("LAZYCAT_AUTH_OIDC_TOKEN_URI"),
    "userinfo_endpoint": os.getenv("LAZYCAT_AUTH_OIDC_USERINFO_URI"),
    "jwks_uri": os.getenv("OIDC_JWKS_URI", f"https://{box_domain}/sys/oauth/keys"),
    "redirect_uri": os.getenv("OIDC_REDIRECT_URI", f"https://{app_domain}/callback"),
}
missing = [name for name, value in settings.items() if not value]
if missing:
    raise RuntimeError(f"not set: {', '.join(missing)}")

app = Flask(__name__)
app.secret_key = "no-secret-in-a-test"
box = OAuth(app).register(
    name="box", client_kwargs={"scope": "openid profile email"}, **settings
)


@app.route("/")
def home():
    return render_template("index.html")


@app.route("/login")
def login():
    nonce = secrets.token_urlsafe(16)
    answer = box.authorize_redirect(redirect_uri=settings["redirect_uri"], nonce=nonce)
    answer.set_cookie("oidc_nonce", nonce, max_age=300, httponly=True)
    return answer


@app.route("/callback")
def callback():
    token = box.authorize_access_token()
    claims = box.parse_id_token(token, nonce=request.cookies.get("oidc_nonce"))
    return render_template("callback.html", token=token, claims=claims)


@app.route("/env")
def env():
    return render_template("env.html", variables=sorted(os.environ.items()))


if __name__ == "__main__":
    app.run(debug=True, port=5005)
