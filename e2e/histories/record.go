package main

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"sort"
)

// Outcomes that every model shares; the others are the refusals of one model.
const (
	ok = "ok"
	// It may have happened, or may yet happen.
	unknown = "unknown"
	// It has certainly not happened.
	failed = "failed"
)

// Record is one line of a history: one operation of one client on one object.
type Record struct {
	Model     string `json:"model"`
	Object    string `json:"object"`
	Client    int    `json:"client"`
	Operation string `json:"operation"`
	Input     Values `json:"input"`
	Outcome   string `json:"outcome"`
	Output    Values `json:"output"`
	// Nanoseconds on one monotonic clock.
	Call   int64 `json:"call"`
	Return int64 `json:"returned"`
}

// Values are what goes into an operation or comes out of it; a model uses those it knows.
type Values struct {
	Number  int64  `json:"number"`
	Compare int64  `json:"compare"`
	Text    string `json:"text"`
	Version uint64 `json:"version"`
	Session uint64 `json:"session"`
	Epoch   uint64 `json:"epoch"`
}

// History is what clients did to one object.
type History struct {
	Model   string
	Object  string
	Records []Record
	Unknown int
}

// readHistories reads lines of JSON and sorts them by model and object. Operations that have not happened say nothing.
func readHistories(from io.Reader) ([]*History, error) {
	byName := map[string]*History{}
	scanner := bufio.NewScanner(from)
	scanner.Buffer(make([]byte, 1<<16), 1<<20)
	for line := 1; scanner.Scan(); line++ {
		var record Record
		if err := json.Unmarshal(scanner.Bytes(), &record); err != nil {
			return nil, fmt.Errorf("line %d is no operation: %w", line, err)
		}
		if record.Call > record.Return {
			return nil, fmt.Errorf("line %d returns at %d, before its call at %d", line, record.Return, record.Call)
		}
		if models[record.Model] == nil {
			return nil, fmt.Errorf("line %d: there is no model %q", line, record.Model)
		}
		if record.Outcome == failed {
			continue
		}
		name := record.Model + " " + record.Object
		if byName[name] == nil {
			byName[name] = &History{Model: record.Model, Object: record.Object}
		}
		byName[name].add(record)
	}
	histories := make([]*History, 0, len(byName))
	for _, history := range byName {
		histories = append(histories, history)
	}
	sort.Slice(histories, func(i, j int) bool {
		a, b := histories[i], histories[j]
		return a.Model < b.Model || a.Model == b.Model && a.Object < b.Object
	})
	return histories, scanner.Err()
}

func byCall(records []Record) []Record {
	sorted := append([]Record{}, records...)
	sort.SliceStable(sorted, func(i, j int) bool { return sorted[i].Call < sorted[j].Call })
	return sorted
}

func (history *History) add(record Record) {
	history.Records = append(history.Records, record)
	if record.Outcome == unknown {
		history.Unknown++
	}
}
