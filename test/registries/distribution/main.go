// Command distribution serves the CNCF distribution registry from a configuration file, with the
// parts that tests use: the filesystem and in-memory storage drivers, htpasswd and token access.
// It logs "listening on HOST:PORT" to standard error, as `registry serve` does, and stops when
// standard input closes or on SIGTERM.
package main

import (
	"context"
	"log"
	"os"

	"github.com/distribution/distribution/v3/configuration"
	"github.com/distribution/distribution/v3/registry"
	_ "github.com/distribution/distribution/v3/registry/auth/htpasswd"
	_ "github.com/distribution/distribution/v3/registry/auth/token"
	_ "github.com/distribution/distribution/v3/registry/storage/driver/filesystem"
	_ "github.com/distribution/distribution/v3/registry/storage/driver/inmemory"
	"promote.test/registries/internal/serve"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: distribution CONFIG.yml")
	}
	file, err := os.Open(os.Args[1])
	if err != nil {
		log.Fatal(err)
	}
	config, err := configuration.Parse(file)
	if err != nil {
		log.Fatal(err)
	}
	server, err := registry.NewRegistry(context.Background(), config)
	if err != nil {
		log.Fatal(err)
	}
	go func() { log.Fatal(server.ListenAndServe()) }()
	serve.UntilReleased()
}
