package main

import (
	"fmt"

	"github.com/anishathalye/porcupine"
)

// The operation found no entry, or no session.
const absent = "absent"

// The entry of one key of a map. No two writes of a history write the same text, so a text names its write.
type entry struct {
	present bool
	text    string
	// 0 after a write that nobody ever learned the version of.
	version uint64
	// Of all writes so far, those of removed entries included.
	highest uint64
}

// Versions are the partition's to give: those of writes without an answer are learned from who saw them.
func entryModel(records []Record) porcupine.Model {
	versions := map[string]uint64{}
	for _, record := range records {
		if record.Outcome != ok {
			continue
		}
		text := record.Output.Text
		if record.Operation != "get" && record.Operation != "remove" {
			text = record.Input.Text
		}
		if _, known := versions[text]; !known {
			versions[text] = record.Output.Version
		}
	}
	step := func(state entry, record Record) (bool, entry) { return stepEntry(state, record, versions) }
	return modelOf(entry{}, step, func(state entry) string {
		if !state.present {
			return "-"
		}
		return fmt.Sprintf("%s@%d", state.text, state.version)
	})
}

func stepEntry(state entry, record Record, versions map[string]uint64) (bool, entry) {
	switch record.Operation {
	case "get":
		return sees(state, record), state
	case "remove":
		after := entry{highest: state.highest}
		return record.Outcome == unknown || sees(state, record), after
	case "put":
		return write(state, record, versions, true)
	case "insert":
		return write(state, record, versions, !state.present)
	case "update":
		return write(state, record, versions, state.present && state.version == record.Input.Version)
	}
	return false, state
}

// Whether the answer is what the entry is.
func sees(state entry, record Record) bool {
	switch record.Outcome {
	case unknown:
		return true
	case absent:
		return !state.present
	case ok:
		return state.present && state.text == record.Output.Text && state.version == record.Output.Version
	}
	return false
}

func write(state entry, record Record, versions map[string]uint64, fits bool) (bool, entry) {
	if record.Outcome == conflict || !fits {
		return !fits && (record.Outcome == conflict || record.Outcome == unknown), state
	}
	version := record.Output.Version
	if record.Outcome == unknown {
		version = versions[record.Input.Text]
	}
	after := entry{present: true, text: record.Input.Text, version: version, highest: state.highest}
	if version == 0 {
		return record.Outcome == unknown, after
	}
	after.highest = version
	return version > state.highest, after
}
