package main

import (
	"math/rand"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
)

// The rules of order.go leave out only what makes no difference: on small histories of every kind, right and wrong, the
// verdict is that of a check without them.
func TestJudgesAsWithoutItsShortcuts(t *testing.T) {
	random := rand.New(rand.NewSource(2))
	verdicts := map[porcupine.CheckResult]int{}
	for i := 0; i < 5000; i++ {
		history := &History{Model: "counter", Object: "o"}
		for client := 0; client < 3; client++ {
			now := int64(random.Intn(20))
			for n := 0; n < 3; n++ {
				finish := now + int64(random.Intn(30))
				history.add(someOperation(random, client, now, finish))
				now = finish + 1 + int64(random.Intn(10))
			}
		}
		got, _ := check(history, time.Minute)
		if want := plainCheck(history); got != want {
			t.Fatalf("got %v, want %v for %v", got, want, history.Records)
		}
		verdicts[got]++
	}
	if verdicts[porcupine.Ok] < 300 || verdicts[porcupine.Illegal] < 300 {
		t.Errorf("histories of one kind only: %v", verdicts)
	}
}

// Small numbers, so that some answers fit by chance.
func someOperation(random *rand.Rand, client int, called, finish int64) Record {
	record := Record{Client: client, Call: called, Return: finish, Operation: "get", Outcome: ok,
		Output: number(int64(random.Intn(3)))}
	if random.Intn(3) > 0 {
		record.Operation = []string{"set", "increment", "compare-and-set"}[random.Intn(3)]
		record.Input = Values{Number: 1 + int64(random.Intn(2)), Compare: int64(random.Intn(2))}
	}
	if random.Intn(3) > 0 {
		record.Outcome = unknown
	}
	return record
}

func plainCheck(history *History) porcupine.CheckResult {
	var operations []porcupine.Operation
	for _, record := range history.Records {
		until := record.Return
		if record.Outcome == unknown {
			until = 1 << 40
		}
		operations = append(operations,
			porcupine.Operation{ClientId: record.Client, Input: record, Output: record, Call: record.Call, Return: until})
	}
	return porcupine.CheckOperationsTimeout(porcupine.Model{
		Init: func() interface{} { return int64(0) },
		Step: func(state, input, _ interface{}) (bool, interface{}) {
			return stepCounter(state.(int64), input.(Record))
		},
	}, operations, time.Minute)
}
