// The example provider of github.com/zitadel/oidc with one client: its pages and its storage, which forgets
// all that it has issued when the program ends. What its client lacks, an address after a logout, and what
// its storage lacks, a second key, are added here.
package main

import (
	"context"
	"crypto/rand"
	"crypto/rsa"
	"log/slog"
	"net/http"
	"os"
	"sync"

	jose "github.com/go-jose/go-jose/v4"
	"github.com/google/uuid"
	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
	"github.com/zitadel/oidc/v3/pkg/op"
)

// A signing key; its public half is what publicKey gives.
type signingKey struct {
	id  string
	key *rsa.PrivateKey
}

func newKey() *signingKey {
	key, err := rsa.GenerateKey(rand.Reader, 2048)
	if err != nil {
		panic(err)
	}
	return &signingKey{uuid.NewString(), key}
}

func (k *signingKey) ID() string                                  { return k.id }
func (k *signingKey) Key() any                                    { return k.key }
func (k *signingKey) SignatureAlgorithm() jose.SignatureAlgorithm { return jose.RS256 }

type publicKey struct{ *signingKey }

func (k publicKey) Key() any                           { return &k.key.PublicKey }
func (k publicKey) Use() string                        { return "sig" }
func (k publicKey) Algorithm() jose.SignatureAlgorithm { return jose.RS256 }

// Keys in a row, the newest last, which signs.
type keptKeys struct {
	*storage.Storage
	lock sync.Mutex
	keys []*signingKey
}

func (s *keptKeys) rotate() {
	s.lock.Lock()
	defer s.lock.Unlock()
	s.keys = append(s.keys, newKey())
}

func (s *keptKeys) SigningKey(context.Context) (op.SigningKey, error) {
	s.lock.Lock()
	defer s.lock.Unlock()
	return s.keys[len(s.keys)-1], nil
}

func (s *keptKeys) KeySet(context.Context) ([]op.Key, error) {
	s.lock.Lock()
	defer s.lock.Unlock()
	set := make([]op.Key, 0, len(s.keys))
	for _, key := range s.keys {
		set = append(set, publicKey{key})
	}
	return set, nil
}

// A client that has an address to go to after a logout.
type client struct {
	op.Client
	postLogoutURI string
}

func (c client) PostLogoutRedirectURIs() []string { return []string{c.postLogoutURI} }

func (s *keptKeys) GetClientByClientID(ctx context.Context, id string) (op.Client, error) {
	found, err := s.Storage.GetClientByClientID(ctx, id)
	if err != nil {
		return nil, err
	}
	return client{found, os.Getenv("POST_LOGOUT_URI")}, nil
}

func main() {
	issuer := os.Getenv("ISSUER")
	storage.RegisterClients(storage.WebClient(
		os.Getenv("CLIENT_ID"), os.Getenv("CLIENT_SECRET"), os.Getenv("REDIRECT_URI"),
	))
	stored := &keptKeys{Storage: storage.NewStorage(storage.NewUserStore(issuer))}
	stored.rotate()
	router := exampleop.SetupServer(issuer, stored, slog.Default(), false)
	server := http.NewServeMux()
	server.HandleFunc("/rotate", func(http.ResponseWriter, *http.Request) { stored.rotate() })
	server.Handle("/", router)
	if err := http.ListenAndServe("127.0.0.1:"+os.Getenv("PORT"), server); err != nil {
		panic(err)
	}
}
