// Command htpasswd prints an htpasswd line for the user it is given and the password on standard input.
package main

import (
	"fmt"
	"io"
	"log"
	"os"
	"strings"

	"golang.org/x/crypto/bcrypt"
)

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: htpasswd USER < PASSWORD")
	}
	password, err := io.ReadAll(os.Stdin)
	if err != nil {
		log.Fatal(err)
	}
	// A test password protects nothing: the cheapest hash keeps every request of a test fast.
	hash, err := bcrypt.GenerateFromPassword([]byte(strings.TrimRight(string(password), "\n")), bcrypt.MinCost)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s:%s\n", os.Args[1], hash)
}
