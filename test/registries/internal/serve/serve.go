// Package serve runs one test registry: on a free loopback port, until its owner lets go.
package serve

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log"
	"net"
	"net/http"
	"os"
	"os/signal"
	"syscall"
)

// Loopback serves handler on 127.0.0.1 at a port the kernel picks, prints "listening HOST:PORT" as
// its first line, and returns when standard input closes or on SIGTERM or SIGINT.
// A certificate and its key (PEM files) make it HTTPS; both empty make it plain HTTP.
func Loopback(handler http.Handler, certFile, keyFile string) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	server := &http.Server{Handler: handler, ErrorLog: log.New(io.Discard, "", 0)}
	go func() {
		var err error
		if certFile == "" {
			err = server.Serve(listener)
		} else {
			err = server.ServeTLS(listener, certFile, keyFile)
		}
		if !errors.Is(err, http.ErrServerClosed) {
			log.Fatal(err)
		}
	}()
	fmt.Printf("listening %s\n", listener.Addr())
	UntilReleased()
	_ = server.Close()
}

// UntilReleased returns when standard input closes or on SIGTERM or SIGINT, so that a registry
// never outlives the test process that started it, also when that one is killed.
func UntilReleased() {
	released, stop := signal.NotifyContext(context.Background(), syscall.SIGTERM, syscall.SIGINT)
	defer stop()
	closed := make(chan struct{})
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		close(closed)
	}()
	select {
	case <-released.Done():
	case <-closed:
	}
}
