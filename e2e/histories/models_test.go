package main

import (
	"math/rand"
	"strings"
	"testing"
	"time"

	"github.com/anishathalye/porcupine"
)

// An operation as the tests write it down: who, from when to when, what.
type step struct {
	client       int
	call, finish int64
	operation    string
	input        Values
	outcome      string
	output       Values
}

func verdict(t *testing.T, model string, steps ...step) porcupine.CheckResult {
	t.Helper()
	history := &History{Model: model, Object: "o"}
	for _, s := range steps {
		history.add(Record{Model: model, Object: "o", Client: s.client, Operation: s.operation, Input: s.input,
			Outcome: s.outcome, Output: s.output, Call: s.call, Return: s.finish})
	}
	result, _ := check(history, time.Minute)
	return result
}

func number(n int64) Values { return Values{Number: n} }

func written(text string, version uint64) Values { return Values{Text: text, Version: version} }

func held(session, epoch uint64) Values { return Values{Session: session, Epoch: epoch} }

var none = Values{}

func TestTellsRightHistoriesFromWrongOnes(t *testing.T) {
	for _, c := range []struct {
		name  string
		want  porcupine.CheckResult
		model string
		steps []step
	}{
		{"concurrent increments in either order", porcupine.Ok, "counter", []step{
			{0, 0, 10, "increment", number(1), ok, number(3)},
			{1, 5, 9, "increment", number(2), ok, number(2)},
			{0, 11, 12, "get", none, ok, number(3)}}},
		{"stale read", porcupine.Illegal, "counter", []step{
			{0, 0, 1, "set", number(7), ok, number(7)},
			{1, 2, 3, "get", none, ok, number(0)}}},
		{"read that overlaps the write", porcupine.Ok, "counter", []step{
			{0, 0, 5, "set", number(7), ok, number(7)},
			{1, 2, 3, "get", none, ok, number(0)}}},
		{"acknowledged write lost", porcupine.Illegal, "counter", []step{
			{0, 0, 1, "increment", number(1), ok, number(1)},
			{0, 2, 3, "increment", number(1), ok, number(1)}}},
		{"increment done twice", porcupine.Illegal, "counter", []step{
			{0, 0, 1, "increment", number(1), ok, number(1)},
			{0, 2, 3, "get", none, ok, number(2)}}},
		{"unknown increment that happens late", porcupine.Ok, "counter", []step{
			{0, 0, 1, "increment", number(5), unknown, none},
			{1, 2, 3, "get", none, ok, number(0)},
			{1, 4, 5, "get", none, ok, number(5)}}},
		{"unknown increment that never happens", porcupine.Ok, "counter", []step{
			{0, 0, 1, "increment", number(5), unknown, none},
			{1, 4, 5, "get", none, ok, number(0)}}},
		{"unknown increment that happens twice", porcupine.Illegal, "counter", []step{
			{0, 0, 1, "increment", number(5), unknown, none},
			{1, 4, 5, "get", none, ok, number(10)}}},
		{"unknown increment that is undone", porcupine.Illegal, "counter", []step{
			{0, 0, 1, "increment", number(5), unknown, none},
			{1, 2, 3, "get", none, ok, number(5)},
			{1, 4, 5, "get", none, ok, number(0)}}},
		{"failed increment that happened", porcupine.Illegal, "counter", []step{
			// A failed one is left out of the history, so nothing explains the 1.
			{1, 4, 5, "get", none, ok, number(1)}}},
		{"compare-and-set", porcupine.Ok, "counter", []step{
			{0, 0, 1, "compare-and-set", Values{Compare: 0, Number: 4}, ok, none},
			{0, 2, 3, "compare-and-set", Values{Compare: 0, Number: 5}, conflict, none},
			{0, 4, 5, "decrement", number(1), ok, number(3)}}},
		{"compare-and-set that two win", porcupine.Illegal, "counter", []step{
			{0, 0, 9, "compare-and-set", Values{Compare: 0, Number: 4}, ok, none},
			{1, 0, 9, "compare-and-set", Values{Compare: 0, Number: 5}, ok, none}}},
		{"compare-and-set refused without a reason", porcupine.Illegal, "counter", []step{
			{0, 0, 1, "compare-and-set", Values{Compare: 0, Number: 4}, conflict, none}}},

		{"entry written, updated and removed", porcupine.Ok, "entry", []step{
			{0, 0, 1, "insert", written("a", 0), ok, written("a", 10)},
			{0, 2, 3, "insert", written("b", 0), conflict, none},
			{0, 4, 5, "update", written("c", 10), ok, written("c", 12)},
			{0, 6, 7, "update", written("d", 10), conflict, none},
			{0, 8, 9, "remove", none, ok, written("c", 12)},
			{0, 10, 11, "remove", none, absent, none},
			{0, 12, 13, "get", none, absent, none}}},
		{"entry of another version than was written", porcupine.Illegal, "entry", []step{
			{0, 0, 1, "put", written("a", 0), ok, written("a", 10)},
			{0, 2, 3, "get", none, ok, written("a", 11)}}},
		{"version that goes back", porcupine.Illegal, "entry", []step{
			{0, 0, 1, "put", written("a", 0), ok, written("a", 10)},
			{0, 2, 3, "put", written("b", 0), ok, written("b", 9)}}},
		{"version that goes back over a removal", porcupine.Illegal, "entry", []step{
			{0, 0, 1, "put", written("a", 0), ok, written("a", 10)},
			{0, 2, 3, "remove", none, ok, written("a", 10)},
			{0, 4, 5, "insert", written("b", 0), ok, written("b", 10)}}},
		{"unknown put that is seen, and updated by its version", porcupine.Ok, "entry", []step{
			{0, 0, 1, "put", written("a", 0), unknown, none},
			{1, 2, 3, "get", none, absent, none},
			{1, 4, 5, "get", none, ok, written("a", 10)},
			{1, 6, 7, "update", written("b", 10), ok, written("b", 11)}}},
		{"unknown put that comes back", porcupine.Illegal, "entry", []step{
			{0, 0, 1, "put", written("a", 0), unknown, none},
			{1, 2, 3, "get", none, ok, written("a", 10)},
			{1, 4, 5, "put", written("b", 0), ok, written("b", 11)},
			{1, 6, 7, "get", none, ok, written("a", 10)}}},
		{"update that two win", porcupine.Illegal, "entry", []step{
			{0, 0, 1, "put", written("a", 0), ok, written("a", 10)},
			{0, 2, 9, "update", written("b", 10), ok, written("b", 11)},
			{1, 2, 9, "update", written("c", 10), ok, written("c", 12)}}},
		{"removed entry that is seen", porcupine.Illegal, "entry", []step{
			{0, 0, 1, "put", written("a", 0), ok, written("a", 10)},
			{0, 2, 3, "remove", none, ok, written("a", 10)},
			{0, 4, 5, "get", none, ok, written("a", 10)}}},

		{"session opened, taken over, fenced and closed", porcupine.Ok, "session", []step{
			{0, 0, 1, "open", Values{Text: "n1"}, ok, held(4, 1)},
			{0, 2, 3, "open", Values{Text: "n1"}, ok, held(4, 1)},
			{1, 4, 5, "open", Values{Text: "n2"}, exists, none},
			{0, 6, 7, "increment", held(4, 1), ok, number(1)},
			{1, 8, 9, "attach", none, ok, held(4, 2)},
			{0, 10, 11, "increment", held(4, 1), fenced, none},
			{1, 12, 13, "increment", held(4, 2), ok, number(2)},
			{1, 14, 15, "read", held(4, 2), ok, number(2)},
			{0, 16, 17, "close", held(4, 0), ok, none},
			{1, 18, 19, "increment", held(4, 2), absent, none},
			{0, 20, 21, "open", Values{Text: "n1"}, absent, none},
			{1, 22, 23, "attach", none, absent, none},
			{1, 24, 25, "open", Values{Text: "n2"}, ok, held(9, 1)}}},
		{"older epoch that is not fenced", porcupine.Illegal, "session", []step{
			{0, 0, 1, "open", Values{Text: "n1"}, ok, held(4, 1)},
			{1, 2, 3, "attach", none, ok, held(4, 2)},
			{0, 4, 5, "increment", held(4, 1), ok, number(1)}}},
		{"older epoch that reads", porcupine.Illegal, "session", []step{
			{0, 0, 1, "open", Values{Text: "n1"}, ok, held(4, 1)},
			{1, 2, 3, "attach", none, ok, held(4, 2)},
			{0, 4, 5, "read", held(4, 1), ok, number(0)}}},
		{"two attaches with one epoch", porcupine.Illegal, "session", []step{
			{0, 0, 1, "open", Values{Text: "n1"}, ok, held(4, 1)},
			{0, 2, 9, "attach", none, ok, held(4, 2)},
			{1, 2, 9, "attach", none, ok, held(4, 2)}}},
		{"open repeated after a takeover", porcupine.Ok, "session", []step{
			{0, 0, 1, "open", Values{Text: "n1"}, unknown, none},
			{1, 2, 3, "attach", none, ok, held(4, 2)},
			{0, 4, 5, "open", Values{Text: "n1"}, ok, held(4, 1)},
			{1, 6, 7, "read", held(4, 2), ok, none}}},
		{"open repeated after a takeover that is told the holder's epoch", porcupine.Illegal, "session", []step{
			{0, 0, 1, "open", Values{Text: "n1"}, ok, held(4, 1)},
			{1, 2, 3, "attach", none, ok, held(4, 2)},
			{0, 4, 5, "open", Values{Text: "n1"}, ok, held(4, 2)}}},
		{"one nonce that opens two sessions", porcupine.Illegal, "session", []step{
			{0, 0, 1, "open", Values{Text: "n1"}, ok, held(4, 1)},
			{0, 2, 3, "open", Values{Text: "n1"}, ok, held(5, 1)}}},
		{"session that ends by itself", porcupine.Illegal, "session", []step{
			{0, 0, 1, "open", Values{Text: "n1"}, ok, held(4, 1)},
			{0, 2, 3, "increment", held(4, 1), absent, none}}},
		{"unknown attach that is noticed by its fence", porcupine.Ok, "session", []step{
			{0, 0, 1, "open", Values{Text: "n1"}, unknown, none},
			{1, 2, 3, "attach", none, ok, held(4, 2)},
			{0, 4, 5, "attach", none, unknown, none},
			{1, 6, 7, "increment", held(4, 2), ok, number(1)},
			{1, 8, 9, "increment", held(4, 2), fenced, none},
			{1, 10, 11, "attach", none, ok, held(4, 4)}}},
		{"fence that falls again", porcupine.Illegal, "session", []step{
			{0, 0, 1, "open", Values{Text: "n1"}, ok, held(4, 1)},
			{0, 2, 3, "attach", none, unknown, none},
			{1, 4, 5, "increment", held(4, 1), fenced, none},
			{1, 6, 7, "increment", held(4, 1), ok, number(1)}}},
		{"increment of a fenced holder that counts all the same", porcupine.Illegal, "session", []step{
			{0, 0, 1, "open", Values{Text: "n1"}, ok, held(4, 1)},
			{1, 2, 3, "attach", none, ok, held(4, 2)},
			{0, 4, 5, "increment", held(4, 1), fenced, none},
			{1, 6, 7, "increment", held(4, 2), ok, number(2)}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := verdict(t, c.model, c.steps...); got != c.want {
				t.Errorf("got %v, want %v", got, c.want)
			}
		})
	}
}

// A long history of a real counter with clients that overlap is right, and a single answer that is off makes it wrong.
func TestFindsOneWrongAnswerAmongThousands(t *testing.T) {
	random := rand.New(rand.NewSource(1))
	var steps []step
	var value int64
	free := make([]int64, 6)
	for now := int64(10); len(steps) < 3000; now += 10 {
		client := random.Intn(len(free))
		if free[client] >= now {
			continue
		}
		call := now - int64(random.Intn(int(min(now-free[client], 50))))
		free[client] = now + int64(random.Intn(50))
		s := step{client, call, free[client], "get", none, ok, number(value)}
		if random.Intn(2) == 0 {
			value++
			s = step{client, call, free[client], "increment", number(1), ok, number(value)}
			if random.Intn(100) == 0 {
				s.outcome, s.output = unknown, none
			}
		}
		steps = append(steps, s)
	}
	if got := verdict(t, "counter", steps...); got != porcupine.Ok {
		t.Fatalf("the right history: got %v", got)
	}
	for i := 2900; ; i++ {
		if steps[i].operation == "get" && steps[i].output.Number > 20 {
			steps[i].output.Number -= 20
			break
		}
	}
	if got := verdict(t, "counter", steps...); got != porcupine.Illegal {
		t.Errorf("the planted stale read: got %v", got)
	}
}

func TestRefusesWhatIsNoHistory(t *testing.T) {
	for _, line := range []string{
		"{",
		`{"model":"queue","call":1,"returned":2}`,
		`{"model":"counter","call":3,"returned":2}`,
	} {
		if _, err := readHistories(strings.NewReader(line)); err == nil {
			t.Errorf("%s was read", line)
		}
	}
}

func TestLeavesOutWhatHasNotHappened(t *testing.T) {
	histories, err := readHistories(strings.NewReader(
		`{"model":"counter","object":"a","operation":"get","outcome":"failed","call":1,"returned":2}
{"model":"counter","object":"b","operation":"get","outcome":"ok","call":1,"returned":2}
{"model":"counter","object":"b","operation":"set","outcome":"unknown","call":1,"returned":2}`))
	if err != nil || len(histories) != 1 || len(histories[0].Records) != 2 || histories[0].Unknown != 1 {
		t.Errorf("got %v, %v", histories, err)
	}
}
