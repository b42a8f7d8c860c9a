package main

import (
	"fmt"

	"github.com/anishathalye/porcupine"
)

// A compare-and-set that found another value.
const conflict = "conflict"

// A counter is a number, 0 at first; changes answer with the value after them.
func counterModel([]Record) porcupine.Model {
	return modelOf(int64(0), stepCounter, func(value int64) string { return fmt.Sprint(value) })
}

func stepCounter(value int64, record Record) (bool, int64) {
	after := value
	switch record.Operation {
	case "get":
	case "set":
		after = record.Input.Number
	case "increment":
		after = value + record.Input.Number
	case "decrement":
		after = value - record.Input.Number
	case "compare-and-set":
		return stepCompareAndSet(value, record)
	default:
		return false, value
	}
	switch record.Outcome {
	case unknown:
		return true, after
	case ok:
		return record.Output.Number == after, after
	}
	return false, value
}

// Its answer is only whether it was done.
func stepCompareAndSet(value int64, record Record) (bool, int64) {
	fits := value == record.Input.Compare
	after := value
	if fits {
		after = record.Input.Number
	}
	switch record.Outcome {
	case unknown:
		return true, after
	case ok:
		return fits, after
	case conflict:
		return !fits, value
	}
	return false, value
}
