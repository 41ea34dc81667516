// Package ext stands for the extensions of another product of theirs, which the module proxy does not have.
package ext

// HTTP has nothing to add to a configuration.
type HTTP struct{}

// Router has nothing to add to a router.
type Router struct{}
