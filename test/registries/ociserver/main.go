// Command ociserver serves an in-memory registry that has the referrers API.
package main

import (
	"flag"

	"cuelabs.dev/go/oci/ociregistry/ocimem"
	"cuelabs.dev/go/oci/ociregistry/ociserver"
	"promote.test/registries/internal/serve"
)

func main() {
	certFile := flag.String("cert", "", "certificate in PEM; none means plain HTTP")
	keyFile := flag.String("key", "", "private key of the certificate in PEM")
	flag.Parse()
	serve.Loopback(ociserver.New(ocimem.New(), nil), *certFile, *keyFile)
}
