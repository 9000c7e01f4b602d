// Command ggcr serves go-containerregistry's in-memory registry with the referrers API.
// It accepts manifests whose blobs are missing, and never mounts.
package main

import (
	"flag"
	"io"
	"log"

	"github.com/google/go-containerregistry/pkg/registry"
	"promote.test/registries/internal/serve"
)

func main() {
	certFile := flag.String("cert", "", "certificate in PEM; none means plain HTTP")
	keyFile := flag.String("key", "", "private key of the certificate in PEM")
	flag.Parse()
	quiet := registry.Logger(log.New(io.Discard, "", 0))
	serve.Loopback(registry.New(quiet, registry.WithReferrersSupport(true)), *certFile, *keyFile)
}
