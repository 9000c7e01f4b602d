// Command hello is what a promoted image runs in test/containers: static, from scratch.
package main

import "fmt"

func main() { fmt.Println("hello from prod") }
