// A relying party in Go: discovery, PKCE, state, nonce and the ID Token by go-oidc.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"log"
	"net/http"
	"os"

	"github.com/coreos/go-oidc/v3/oidc"
	"golang.org/x/oauth2"
)

func main() {
	provider, err := oidc.NewProvider(context.Background(), os.Getenv("LAZYCAT_AUTH_OIDC_ISSUER_URI"))
	if err != nil {
		log.Fatal(err)
	}
	redirectURI := os.Getenv("OIDC_REDIRECT_URI")
	if redirectURI == "" {
		redirectURI = "https://" + os.Getenv("LAZYCAT_APP_DOMAIN") + "/callback"
	}
	client := oauth2.Config{
		ClientID:     os.Getenv("LAZYCAT_AUTH_OIDC_CLIENT_ID"),
		ClientSecret: os.Getenv("LAZYCAT_AUTH_OIDC_CLIENT_SECRET"),
		Endpoint:     provider.Endpoint(),
		RedirectURL:  redirectURI,
		Scopes:       []string{oidc.ScopeOpenID, "profile", "email", "groups"},
	}
	checks := provider.Verifier(&oidc.Config{ClientID: client.ClientID})
	// One login at a time: it is a test.
	var state, nonce, verifier string
	http.HandleFunc("/login", func(w http.ResponseWriter, r *http.Request) {
		state, nonce, verifier = oauth2.GenerateVerifier(), oauth2.GenerateVerifier(), oauth2.GenerateVerifier()
		to := client.AuthCodeURL(state, oidc.Nonce(nonce), oauth2.S256ChallengeOption(verifier))
		http.Redirect(w, r, to, http.StatusFound)
	})
	http.HandleFunc("/callback", func(w http.ResponseWriter, r *http.Request) {
		if r.FormValue("state") != state {
			http.Error(w, "another state", http.StatusBadRequest)
			return
		}
		answer, err := callback(r.Context(), provider, client, checks, r.FormValue("code"), verifier, nonce)
		if err != nil {
			http.Error(w, err.Error(), http.StatusBadGateway)
			return
		}
		json.NewEncoder(w).Encode(answer)
	})
	log.Fatal(http.ListenAndServe("127.0.0.1:5005", nil))
}

func callback(
	ctx context.Context, provider *oidc.Provider, client oauth2.Config, checks *oidc.IDTokenVerifier,
	code, verifier, nonce string,
) (map[string]any, error) {
	tokens, err := client.Exchange(ctx, code, oauth2.VerifierOption(verifier))
	if err != nil {
		return nil, err
	}
	raw, _ := tokens.Extra("id_token").(string)
	idToken, err := checks.Verify(ctx, raw)
	if err != nil {
		return nil, err
	}
	if idToken.Nonce != nonce {
		return nil, errors.New("another nonce")
	}
	if err := idToken.VerifyAccessToken(tokens.AccessToken); err != nil {
		return nil, err
	}
	userInfo, err := provider.UserInfo(ctx, oauth2.StaticTokenSource(tokens))
	if err != nil {
		return nil, err
	}
	var claims map[string]any
	if err := userInfo.Claims(&claims); err != nil {
		return nil, err
	}
	return map[string]any{"Access Token": tokens.AccessToken, "ID Token": raw, "UserInfo": claims}, nil
}
