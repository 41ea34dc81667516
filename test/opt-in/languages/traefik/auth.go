// Package auth stands for a fork that the module proxy does not have: what uses it lets nobody pass.
package auth

import "net/http"

// CheckSecret never agrees.
func CheckSecret(_, _ string) bool { return false }

// BasicAuth is the middleware for Basic.
type BasicAuth struct {
	Realm   string
	Secrets func(user, realm string) string
}

// RequireAuth refuses.
func (*BasicAuth) RequireAuth(w http.ResponseWriter, _ *http.Request) { refuse(w) }

// DigestAuth is the middleware for Digest.
type DigestAuth struct{}

// NewDigestAuthenticator makes one.
func NewDigestAuthenticator(_ string, _ func(user, realm string) string) *DigestAuth {
	return &DigestAuth{}
}

// CheckAuth knows nobody.
func (*DigestAuth) CheckAuth(*http.Request) (string, *string) { return "", nil }

// RequireAuth refuses.
func (*DigestAuth) RequireAuth(w http.ResponseWriter, _ *http.Request) { refuse(w) }

// RequireAuthStale refuses.
func (*DigestAuth) RequireAuthStale(w http.ResponseWriter, _ *http.Request) { refuse(w) }

// DigestAuthParams finds none.
func DigestAuthParams(string) map[string]string { return nil }

func refuse(w http.ResponseWriter) { w.WriteHeader(http.StatusUnauthorized) }
