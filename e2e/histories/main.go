// Checks whether histories of concurrent operations are linearizable, object by object.
package main

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/anishathalye/porcupine"
)

const (
	exitLinearizable = iota
	exitViolated
	// Neither found to be linearizable in time nor found not to be.
	exitUndecided
	exitUnreadable
)

func main() {
	bound := flag.Duration("bound", time.Minute, "time for each object")
	pictures := flag.String("pictures", ".", "folder for the pictures of what is not linearizable")
	flag.Usage = func() {
		fmt.Fprintln(flag.CommandLine.Output(), "usage: histories [-bound 1m] [-pictures DIR] FILE")
		flag.PrintDefaults()
	}
	flag.Parse()
	if flag.NArg() != 1 {
		flag.Usage()
		os.Exit(exitUnreadable)
	}
	os.Exit(run(flag.Arg(0), *bound, *pictures))
}

func run(path string, bound time.Duration, pictures string) int {
	file, err := os.Open(path)
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return exitUnreadable
	}
	defer file.Close()
	histories, err := readHistories(file)
	if err != nil {
		fmt.Fprintf(os.Stderr, "%s: %v\n", path, err)
		return exitUnreadable
	}
	if len(histories) == 0 {
		fmt.Fprintf(os.Stderr, "%s: no operations\n", path)
		return exitUnreadable
	}
	exit := exitLinearizable
	for _, history := range histories {
		switch report(history, bound, pictures) {
		case porcupine.Illegal:
			exit = exitViolated
		case porcupine.Unknown:
			if exit == exitLinearizable {
				exit = exitUndecided
			}
		}
	}
	return exit
}

// report prints one line, and keeps a picture of what is not in order.
func report(history *History, bound time.Duration, pictures string) porcupine.CheckResult {
	start := time.Now()
	result, draw := check(history, bound)
	verdict := map[porcupine.CheckResult]string{
		porcupine.Ok:      "linearizable",
		porcupine.Illegal: "NOT LINEARIZABLE",
		porcupine.Unknown: "UNDECIDED",
	}[result]
	fmt.Printf("%s %s: %s; %d operations, %d of unknown outcome, %.1f s", history.Model, history.Object, verdict,
		len(history.Records), history.Unknown, time.Since(start).Seconds())
	if result != porcupine.Ok {
		picture := filepath.Join(pictures, history.Model+"-"+strings.ReplaceAll(history.Object, "/", "-")+".html")
		if err := draw(picture); err != nil {
			fmt.Printf("; no picture: %v", err)
		} else {
			fmt.Printf("; picture: %s", picture)
		}
	}
	fmt.Println()
	return result
}
