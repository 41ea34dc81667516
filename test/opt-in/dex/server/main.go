// A real Dex beside the tests: storage in memory, and the box's connector, which takes the person from
// what stands before it, or Dex's own passwords and pages. Settings come as JSON in the one argument; it obeys
// the lines of its standard input, and ends with it.
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log"
	"log/slog"
	"net"
	"net/http"
	"os"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	gosundheit "github.com/AppsFlyer/go-sundheit"
	"github.com/dexidp/dex/connector"
	"github.com/dexidp/dex/connector/authproxy"
	"github.com/dexidp/dex/server"
	"github.com/dexidp/dex/server/connectors"
	"github.com/dexidp/dex/server/session"
	"github.com/dexidp/dex/server/signer"
	"github.com/dexidp/dex/server/tokens"
	"github.com/dexidp/dex/storage"
	"github.com/dexidp/dex/storage/memory"
	"golang.org/x/crypto/bcrypt"
)

const (
	path        = "/sys/oauth"
	connectorID = "hportal"
	userCookie  = "catflap-devbox-user"
	lifetime    = 24 * time.Hour
)

// What the caller chooses.
type settings struct {
	Port int `json:"port"`
	// Where people find it; where it listens, at the box's path, when empty.
	Issuer   string `json:"issuer"`
	Sessions bool   `json:"sessions"`
	// Refresh tokens, with the seconds in which a used one is good again.
	Refresh       bool   `json:"refresh"`
	ReuseInterval string `json:"reuseInterval"`
	// Seconds that tokens live; 0 means a day.
	Lifetime int `json:"lifetime"`
	// Who is signed in at a browser without a cookie.
	User string `json:"user"`
	// Who has a password at Dex itself, whose own pages then take the place of the box.
	Person  *person          `json:"person"`
	Clients []storage.Client `json:"clients"`
}

type person struct {
	Email    string `json:"email"`
	Password string `json:"password"`
}

// The people of the box, and their groups.
var groups = map[string]string{"alice": "ADMIN", "bob": "NORMAL"}

func main() {
	var chosen settings
	if err := json.Unmarshal([]byte(os.Args[1]), &chosen); err != nil {
		log.Fatal(err)
	}
	listener, err := net.Listen("tcp", fmt.Sprintf("127.0.0.1:%d", chosen.Port))
	if err != nil {
		log.Fatal(err)
	}
	if chosen.Issuer == "" {
		chosen.Issuer = "http://" + listener.Addr().String() + path
	}
	dex, err := start(chosen)
	if err != nil {
		log.Fatal(err)
	}
	go func() { log.Fatal(http.Serve(listener, signedIn(chosen, listener.Addr().String(), dex.handler))) }()
	say(map[string]string{"issuer": chosen.Issuer})
	lines := bufio.NewScanner(os.Stdin)
	for lines.Scan() {
		if err := dex.obey(lines.Text()); err != nil {
			log.Fatal(err)
		}
		say(map[string]string{"done": lines.Text()})
	}
}

// Changes the keys, or sets the clock, in seconds ahead of the machine's.
func (dex *instance) obey(line string) error {
	switch word, rest, _ := strings.Cut(line, " "); word {
	case "rotate", "replace":
		return dex.rotate(word == "replace")
	case "clock":
		ahead, err := strconv.ParseInt(rest, 10, 64)
		dex.ahead.Store(ahead)
		return err
	default:
		return fmt.Errorf("not understood: %q", line)
	}
}

func say(value map[string]string) {
	if err := json.NewEncoder(os.Stdout).Encode(value); err != nil {
		log.Fatal(err)
	}
}

// A Dex, and what its keys need to change.
type instance struct {
	handler http.Handler
	storage storage.Storage
	signer  signer.Signer
	ahead   *atomic.Int64
}

func start(chosen settings) (*instance, error) {
	ctx := context.Background()
	logger := slog.New(slog.NewTextHandler(os.Stderr, nil))
	kept := storage.WithStaticClients(&unlocked{Storage: memory.New(logger)}, chosen.Clients)
	kept, err := whoSignsIn(chosen, kept, logger)
	if err != nil {
		return nil, err
	}
	ahead := &atomic.Int64{}
	now := func() time.Time {
		return time.Now().UTC().Add(time.Duration(ahead.Load()) * time.Second)
	}
	lives := lifetime
	if chosen.Lifetime > 0 {
		lives = time.Duration(chosen.Lifetime) * time.Second
	}
	keys := signer.LocalConfig{KeysRotationPeriod: "6h"}
	signs, err := keys.Open(ctx, kept, lives, now, logger)
	if err != nil {
		return nil, err
	}
	policy, err := tokens.NewRefreshTokenPolicy(logger, false, "", "", chosen.ReuseInterval)
	if err != nil {
		return nil, err
	}
	options := server.Config{
		Issuer: chosen.Issuer, Storage: kept, Signer: signs, Logger: logger, Now: now,
		IDTokensValidFor: lives, RefreshTokenPolicy: policy, HealthChecker: gosundheit.New(),
		AllowedGrantTypes: []string{
			"authorization_code", "refresh_token", "urn:ietf:params:oauth:grant-type:device_code",
			"urn:ietf:params:oauth:grant-type:token-exchange",
		},
	}
	if chosen.Sessions {
		options.SessionConfig = &session.Config{
			CookieName: "dex_session", AbsoluteLifetime: lifetime, ValidIfNotUsedFor: time.Hour,
			RememberMeCheckedByDefault: true,
		}
	}
	dex, err := server.NewServer(ctx, options)
	return &instance{dex, kept, signs, ahead}, err
}

// The one connector: Dex's own passwords, or the box's.
func whoSignsIn(chosen settings, kept storage.Storage, logger *slog.Logger) (storage.Storage, error) {
	if chosen.Person == nil {
		config, err := register(chosen)
		box := storage.Connector{ID: connectorID, Type: connectorID, Name: connectorID, Config: config}
		return storage.WithStaticConnectors(kept, []storage.Connector{box}), err
	}
	hash, err := bcrypt.GenerateFromPassword([]byte(chosen.Person.Password), bcrypt.DefaultCost)
	known := storage.Password{
		Email: chosen.Person.Email, Hash: hash, Username: "carol", UserID: "a-user-of-dex",
	}
	kept = storage.WithStaticPasswords(kept, []storage.Password{known}, logger)
	local := connectors.LocalConnector
	return storage.WithStaticConnectors(kept, []storage.Connector{
		{ID: local, Type: local, Name: "Email"},
	}), err
}

// Memory whose lock is not held while a refresh token is renewed: without sessions this Dex reads the
// storage in the middle of that, and would wait for itself for ever.
type unlocked struct {
	storage.Storage
	turn sync.Mutex
}

func (u *unlocked) UpdateRefreshToken(
	ctx context.Context, id string, renew func(storage.RefreshToken) (storage.RefreshToken, error),
) error {
	u.turn.Lock()
	defer u.turn.Unlock()
	old, err := u.GetRefresh(ctx, id)
	if err != nil {
		return err
	}
	renewed, err := renew(old)
	if err != nil {
		return err
	}
	return u.Storage.UpdateRefreshToken(ctx, id, func(storage.RefreshToken) (storage.RefreshToken, error) {
		return renewed, nil
	})
}

// Makes the connector known; its configuration is not looked into by Dex.
func register(chosen settings) ([]byte, error) {
	server.ConnectorsConfig[connectorID] = func() connectors.ConnectorConfig {
		return &proxied{refresh: chosen.Refresh}
	}
	return json.Marshal(authproxy.Config{})
}

// Opens Dex's own connector for a proxy, and one that renews, if that is wanted.
type proxied struct {
	authproxy.Config
	refresh bool
}

func (p *proxied) Open(id string, logger *slog.Logger) (connector.Connector, error) {
	opened, err := p.Config.Open(id, logger)
	if err != nil || !p.refresh {
		return opened, err
	}
	callback, ok := opened.(connector.CallbackConnector)
	if !ok {
		return nil, errors.New("the connector has no callback")
	}
	return renewing{callback}, nil
}

type renewing struct{ connector.CallbackConnector }

func (renewing) Refresh(_ context.Context, _ connector.Scopes, who connector.Identity) (connector.Identity, error) {
	return who, nil
}

// Stands before Dex: nobody but it says who is signed in.
func signedIn(chosen settings, domain string, next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		for name := range r.Header {
			if strings.HasPrefix(name, "X-Remote-") {
				r.Header.Del(name)
			}
		}
		name := chosen.User
		if cookie, err := r.Cookie(userCookie); err == nil {
			name = cookie.Value
		}
		if group, known := groups[name]; known && r.URL.Path == path+"/callback/"+connectorID {
			r.Header.Set("X-Remote-User", name+"@"+domain)
			r.Header.Set("X-Remote-Group", group)
		}
		next.ServeHTTP(w, r)
	})
}

// Makes a new key at once. The old ones still verify, unless all of them are to be replaced.
func (dex *instance) rotate(replace bool) error {
	err := dex.storage.UpdateKeys(context.Background(), func(keys storage.Keys) (storage.Keys, error) {
		keys.NextRotation = time.Now().Add(-time.Second)
		if replace {
			keys.VerificationKeys = nil
		}
		return keys, nil
	})
	if err != nil {
		return err
	}
	turned, stop := context.WithCancel(context.Background())
	defer stop()
	dex.signer.Start(turned)
	if !replace {
		return nil
	}
	return dex.storage.UpdateKeys(context.Background(), func(keys storage.Keys) (storage.Keys, error) {
		keys.VerificationKeys = nil
		return keys, nil
	})
}
