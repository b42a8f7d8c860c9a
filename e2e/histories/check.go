package main

import (
	"fmt"
	"os"
	"path/filepath"
	"time"

	"github.com/anishathalye/porcupine"
)

// What the objects of a model may do, given everything that was done to one of them.
var models = map[string]func([]Record) porcupine.Model{
	"counter": counterModel,
	"entry":   entryModel,
	"session": sessionModel,
}

// stepOf gives a step of a model the types it has in truth.
func stepOf[S any](step func(S, Record) (bool, S)) func(state, input, output interface{}) (bool, interface{}) {
	return func(state, input, _ interface{}) (bool, interface{}) {
		return step(state.(S), input.(Record))
	}
}

// check looks for an order in which everything could have happened at one moment between its call and its return.
func check(history *History, bound time.Duration) (porcupine.CheckResult, func(picture string) error) {
	model := models[history.Model](history.Records)
	model.DescribeOperation = func(input, _ interface{}) string { return input.(Record).String() }
	result, info := porcupine.CheckOperationsVerbose(model, operations(history), bound)
	return result, func(picture string) error {
		if err := os.MkdirAll(filepath.Dir(picture), 0o755); err != nil {
			return err
		}
		return porcupine.VisualizePath(model, info, picture)
	}
}

// operations lets those of unknown outcome go on until after everything else, each in a row of the picture of its own.
// A read of unknown outcome says nothing.
func operations(history *History) []porcupine.Operation {
	var end int64
	var row int
	for _, record := range history.Records {
		end = max(end, record.Return)
		row = max(row, record.Client)
	}
	var operations []porcupine.Operation
	for _, record := range history.Records {
		client, until := record.Client, record.Return
		if record.Outcome == unknown {
			if record.Operation == "get" || record.Operation == "read" {
				continue
			}
			row++
			client, until = row, end+1
		}
		operations = append(operations, porcupine.Operation{
			ClientId: client, Input: record, Output: record, Call: record.Call, Return: until,
		})
	}
	return operations
}

// String is what the picture says of an operation: what was asked, and what was answered.
func (record Record) String() string {
	return record.Operation + record.Input.String() + " " + record.Outcome + record.Output.String()
}

func (values Values) String() string {
	text := ""
	for _, part := range []struct {
		name string
		set  bool
		is   interface{}
	}{
		{"", values.Number != 0, values.Number},
		{"if ", values.Compare != 0, values.Compare},
		{"", values.Text != "", values.Text},
		{"@", values.Version != 0, values.Version},
		{"session ", values.Session != 0, values.Session},
		{"epoch ", values.Epoch != 0, values.Epoch},
	} {
		if part.set {
			text += fmt.Sprintf(" %s%v", part.name, part.is)
		}
	}
	return text
}
