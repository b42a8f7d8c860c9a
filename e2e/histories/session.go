package main

import (
	"fmt"
	"strings"

	"github.com/anishathalye/porcupine"
)

const (
	// The name is that of an open session of another nonce.
	exists = "exists"
	// The session was taken over since.
	fenced = "fenced"
)

// A named session, and a counter that only its holder may change.
type session struct {
	open  bool
	nonce string
	// 0 while nobody has learned it.
	id    uint64
	epoch uint64
	// Nonces of the sessions of that name that were closed, each with a blank after it.
	closed string
	count  int64
}

func sessionModel([]Record) porcupine.Model {
	return modelOf(session{}, stepSession, func(state session) string {
		if !state.open {
			return fmt.Sprintf("none, count %d", state.count)
		}
		return fmt.Sprintf("session %d epoch %d, count %d", state.id, state.epoch, state.count)
	})
}

func stepSession(state session, record Record) (bool, session) {
	switch record.Operation {
	case "open":
		return stepOpen(state, record)
	case "attach":
		return stepAttach(state, record)
	case "increment", "read":
		return stepHeld(state, record)
	case "close":
		return stepClose(state, record)
	}
	return false, state
}

func stepOpen(state session, record Record) (bool, session) {
	nonce := record.Input.Text
	over := strings.Contains(state.closed, nonce+" ")
	mine := state.open && state.nonce == nonce
	after := state
	if !state.open && !over {
		after = session{open: true, nonce: nonce, epoch: 1, closed: state.closed, count: state.count}
	}
	switch record.Outcome {
	case unknown:
		return true, after
	case ok:
		// Repeated after a takeover it is told the epoch of its own opening, not that of another holder.
		there := after.open && after.nonce == nonce && (after.id == 0 || after.id == record.Output.Session)
		return there && record.Output.Epoch == 1, after.bound(record.Output)
	case exists:
		return state.open && !mine && !over, state
	case absent:
		return over, state
	}
	return false, state
}

func stepAttach(state session, record Record) (bool, session) {
	after := state
	if state.open {
		after.epoch++
	}
	switch record.Outcome {
	case unknown:
		return true, after
	case ok:
		return state.open && after.names(record.Output), after.bound(record.Output)
	case absent:
		return !state.open, state
	}
	return false, state
}

// What only the holder may do. A read changes nothing and is never unknown.
func stepHeld(state session, record Record) (bool, session) {
	there := state.open && (state.id == record.Input.Session || state.id == 0)
	held := there && state.epoch == record.Input.Epoch
	after := state
	if held && record.Operation == "increment" {
		after.count++
	}
	switch record.Outcome {
	case unknown:
		return true, after
	case ok:
		return held && record.Output.Number == after.count, after.bound(record.Input)
	case fenced:
		return there && !held, state.bound(record.Input)
	case absent:
		return !state.open || state.id != record.Input.Session, state
	}
	return false, state
}

// A close names the session and no epoch.
func stepClose(state session, record Record) (bool, session) {
	there := state.open && (state.id == record.Input.Session || state.id == 0)
	after := state
	if there {
		after = session{closed: state.closed + state.nonce + " ", count: state.count}
	}
	switch record.Outcome {
	case unknown:
		return true, after
	case ok:
		return there, after
	case absent:
		return !state.open || state.id != record.Input.Session, state
	}
	return false, state
}

func (state session) names(values Values) bool {
	return (state.id == 0 || state.id == values.Session) && state.epoch == values.Epoch
}

// With the id that somebody has seen.
func (state session) bound(values Values) session {
	state.id = values.Session
	return state
}
