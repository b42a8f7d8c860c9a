package main

import (
	"encoding/json"
	"fmt"
	"hash/fnv"
	"log"
	"strconv"

	"github.com/bits-and-blooms/bloom/v3"
)

const (
	blocks          = 1000
	filtersPerBlock = 100
	// The blocks before this one have filters of the size that a client chooses, the others of any size.
	firstOfAnySize = 500
	probes         = 40
)

// SplitMix64, which is a few lines in every language.
type generator uint64

func (g *generator) next() uint64 {
	*g += 0x9e3779b97f4a7c15
	z := uint64(*g)
	z = (z ^ z>>30) * 0xbf58476d1ce4e5b9
	z = (z ^ z>>27) * 0x94d049bb133111eb
	return z ^ z>>31
}

func (g *generator) below(bound uint64) uint64 {
	return g.next() % bound
}

func random(arguments []string) {
	switch {
	case len(arguments) == 1 && arguments[0] == "digests":
		printDigests()
	case len(arguments) == 2 && arguments[0] == "block":
		number, err := strconv.ParseUint(arguments[1], 10, 64)
		if err != nil || number >= blocks {
			log.Fatalf("block %s: it must be 0 to %d", arguments[1], blocks-1)
		}
		for i := uint64(0); i < filtersPerBlock; i++ {
			text, answers := filterAndAnswers(number, i)
			fmt.Printf("%d %d %s %s\n", number, i, text, answers)
		}
	default:
		log.Fatalf("%v: it must be nothing, digests, or block and a number", arguments)
	}
}

func printDigests() {
	fmt.Println("# Made by src/test/go/filtervectors; do not edit.")
	fmt.Println("# block | FNV-1a of its filters | FNV-1a of what they say")
	for block := uint64(0); block < blocks; block++ {
		filters, said := fnv.New64a(), fnv.New64a()
		for i := uint64(0); i < filtersPerBlock; i++ {
			text, answers := filterAndAnswers(block, i)
			filters.Write(text)
			said.Write([]byte(answers))
		}
		fmt.Printf("%d | %016x | %016x\n", block, filters.Sum64(), said.Sum64())
	}
}

func filterAndAnswers(block, i uint64) ([]byte, string) {
	g := generator(block*filtersPerBlock + i)
	count := 1 + g.below(60)
	first := g.next() >> g.below(64)
	step := 1 + g.below(9)
	var filter *bloom.BloomFilter
	if block < firstOfAnySize {
		filter = bloom.NewWithEstimates(uint(count), falsePositives)
	} else {
		bits, hashes := 1+g.below(3000), 1+g.below(64)
		filter = bloom.New(uint(bits), uint(hashes))
	}
	for j := uint64(0); j < count; j++ {
		filter.Add(key(first + j*step))
	}
	answers := make([]byte, probes)
	for j := range answers {
		answers[j] = '0'
		if filter.Test(key(first + g.below(2*count*step))) {
			answers[j] = '1'
		}
	}
	text, err := json.Marshal(filter)
	if err != nil {
		log.Fatal(err)
	}
	return text, string(answers)
}
