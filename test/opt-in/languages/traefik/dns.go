// Package dns stands for the providers that prove a domain by DNS: a hundred SDKs, not all of which the proxy has.
package dns

import (
	"fmt"

	"github.com/go-acme/lego/v5/challenge"
)

// NewDNSChallengeProviderByName knows none.
func NewDNSChallengeProviderByName(name string) (challenge.Provider, error) {
	return nil, fmt.Errorf("no provider %q here", name)
}
