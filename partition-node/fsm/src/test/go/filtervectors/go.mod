module filtervectors

go 1.22

require github.com/bits-and-blooms/bloom/v3 v3.3.1

require github.com/bits-and-blooms/bitset v1.3.1 // indirect
