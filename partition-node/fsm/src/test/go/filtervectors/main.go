// Prints what the Bloom filter library in Go does, for tests in Java that must do the same:
//
//	go run . > ../../testdata/filter/vectors.txt            some filters, and what they say of some numbers
//	go run . digests > ../../testdata/filter/digests.txt    digests of 100,000 random filters, in blocks of 100
//	go run . block 17                                       the filters of a block, one by one
package main

import (
	"encoding/binary"
	"encoding/json"
	"fmt"
	"log"
	"math"
	"os"
	"strings"

	"github.com/bits-and-blooms/bloom/v3"
)

const falsePositives = 0.05

func main() {
	if len(os.Args) > 1 {
		random(os.Args[1:])
		return
	}
	fmt.Println("# Made by src/test/go/filtervectors; do not edit.")
	fmt.Println("# pending numbers | numbers that are not pending but that the filter may contain | filter")
	printFilter(bloom.NewWithEstimates(0, falsePositives), nil)
	printFilter(bloom.New(1, 1), nil)
	for _, pending := range [][]uint64{
		{1},
		{1, 2, 3},
		{7, 1000, 1 << 32, math.MaxInt64},
		numbers(1, 64),
		numbers(500, 400),
	} {
		printFilter(bloom.NewWithEstimates(uint(len(pending)), falsePositives), pending)
		// Many hashes, so that every branch of the location formula counts.
		printFilter(bloom.New(uint(40*len(pending)+1), 23), pending)
	}
}

func printFilter(filter *bloom.BloomFilter, pending []uint64) {
	members := map[uint64]bool{}
	for _, number := range pending {
		filter.Add(key(number))
		members[number] = true
	}
	var doubtful []string
	for number := uint64(1); number <= 2000; number++ {
		if !members[number] && filter.Test(key(number)) {
			doubtful = append(doubtful, fmt.Sprint(number))
		}
	}
	text, err := json.Marshal(filter)
	if err != nil {
		log.Fatal(err)
	}
	fmt.Printf("%s | %s | %s\n", join(pending), strings.Join(doubtful, " "), text)
}

func key(number uint64) []byte {
	bytes := make([]byte, 8)
	binary.BigEndian.PutUint64(bytes, number)
	return bytes
}

func numbers(first uint64, count int) []uint64 {
	all := make([]uint64, count)
	for i := range all {
		all[i] = first + uint64(3*i)
	}
	return all
}

func join(numbers []uint64) string {
	words := make([]string, len(numbers))
	for i, number := range numbers {
		words[i] = fmt.Sprint(number)
	}
	return strings.Join(words, " ")
}
