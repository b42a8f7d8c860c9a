package main

import (
	"fmt"

	"github.com/anishathalye/porcupine"
)

// Operations of unknown outcome make a check slow: each may happen at any time, or never, and so every set of them would
// be tried. Two rules leave out what makes no difference.
//
//   - One that would change nothing where it is tried is not tried there. It is taken after the end, with all that never
//     happened; the end is an operation of its own, after every answer.
//   - Of several that do the same, those that were called first happen first: an answer cannot tell them apart.

// call is an operation as the checker sees it.
type call struct {
	Record
	end bool
	// The operations of unknown outcome that do the same, and its place among them.
	class, place int
}

// progress is the state of an object, and what the rules above need to know.
type progress[S comparable] struct {
	state S
	// How many of each class have happened, a byte each.
	used  string
	ended bool
}

// modelOf makes a model of its first state, its step and what a picture says of a state.
func modelOf[S comparable](first S, step func(S, Record) (bool, S), describe func(S) string) porcupine.Model {
	return porcupine.Model{
		Init: func() interface{} { return progress[S]{state: first} },
		Step: func(state, input, _ interface{}) (bool, interface{}) {
			return next(state.(progress[S]), input.(call), step)
		},
		DescribeState: func(state interface{}) string { return describe(state.(progress[S]).state) },
	}
}

func next[S comparable](now progress[S], c call, step func(S, Record) (bool, S)) (bool, progress[S]) {
	switch {
	case now.ended:
		return true, now
	case c.end:
		now.ended = true
		return true, now
	}
	fits, after := step(now.state, c.Record)
	if fits && c.Outcome == unknown {
		if after == now.state || count(now.used, c.class) != c.place {
			return false, now
		}
		now.used = counted(now.used, c.class)
	}
	now.state = after
	return fits, now
}

func count(used string, class int) int {
	if class >= len(used) {
		return 0
	}
	return int(used[class])
}

func counted(used string, class int) string {
	bytes := make([]byte, max(len(used), class+1))
	copy(bytes, used)
	bytes[class]++
	return string(bytes)
}

// operations lets those of unknown outcome go on until after the end, each in a row of the picture of its own. A read of
// unknown outcome says nothing.
func operations(history *History) []porcupine.Operation {
	var end int64
	var row int
	for _, record := range history.Records {
		end = max(end, record.Return)
		row = max(row, record.Client)
	}
	classes, sizes := map[string]int{}, map[string]int{}
	var operations []porcupine.Operation
	for _, record := range byCall(history.Records) {
		c := call{Record: record}
		client, until := record.Client, record.Return
		if record.Outcome == unknown {
			if record.Operation == "get" || record.Operation == "read" {
				continue
			}
			row++
			client, until = row, end+3
			does := record.Operation + fmt.Sprint(record.Input)
			if _, known := classes[does]; !known {
				classes[does] = len(classes)
			}
			c.class, c.place = classes[does], sizes[does]
			sizes[does]++
		}
		operations = append(operations,
			porcupine.Operation{ClientId: client, Input: c, Output: c, Call: record.Call, Return: until})
	}
	last := call{Record: Record{Operation: "end"}, end: true}
	return append(operations,
		porcupine.Operation{ClientId: row + 1, Input: last, Output: last, Call: end + 1, Return: end + 2})
}
