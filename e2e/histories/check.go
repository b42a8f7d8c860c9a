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

func model(history *History) porcupine.Model {
	model := models[history.Model](history.Records)
	model.DescribeOperation = func(input, _ interface{}) string { return input.(call).String() }
	return model
}

// check looks for an order in which everything could have happened at one moment between its call and its return.
func check(history *History, bound time.Duration) (porcupine.CheckResult, func(picture string) error) {
	result, info := porcupine.CheckOperationsVerbose(model(history), operations(history), bound)
	return result, func(picture string) error {
		if err := os.MkdirAll(filepath.Dir(picture), 0o755); err != nil {
			return err
		}
		return porcupine.VisualizePath(model(history), info, picture)
	}
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
