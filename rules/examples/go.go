package examples

import (
	"crypto/tls"
	"database/sql"
	"fmt"
	"html/template"
	"math/rand"
	"os"
	"os/exec"
	"sync"
)

func sqlBuiltFromText(db *sql.DB, name string) {
	// ruleid: second-pass.go.sql-built-from-text
	db.Query(fmt.Sprintf("SELECT * FROM users WHERE name = '%s'", name))
	// ruleid: second-pass.go.sql-built-from-text
	db.Exec("DELETE FROM users WHERE name = '" + name + "'")
	// ok: second-pass.go.sql-built-from-text
	db.Query("SELECT * FROM users WHERE name = $1", name)
}

func shellCommand(name string) {
	// ruleid: second-pass.go.shell-command
	exec.Command("sh", "-c", "ls "+name)
	// ruleid: second-pass.go.shell-command
	exec.Command("/bin/bash", "-c", fmt.Sprintf("ls %s", name))
	// ok: second-pass.go.shell-command
	exec.Command("ls", "-l", name)
	// ok: second-pass.go.shell-command
	exec.Command("sh", "-c", "ls *.txt")
}

func tlsVerificationOff() {
	// ruleid: second-pass.go.tls-verification-off
	bad := &tls.Config{InsecureSkipVerify: true}
	// ok: second-pass.go.tls-verification-off
	good := &tls.Config{ServerName: "example.com"}
	fmt.Println(bad, good)
}

func oldTls() {
	// ruleid: second-pass.go.old-tls
	bad := &tls.Config{MinVersion: tls.VersionTLS10}
	// ok: second-pass.go.old-tls
	good := &tls.Config{MinVersion: tls.VersionTLS13}
	fmt.Println(bad, good)
}

func markupFromText(text string) {
	// ruleid: second-pass.go.markup-from-text
	bad := template.HTML("<b>" + text + "</b>")
	// ok: second-pass.go.markup-from-text
	good := template.HTML("<b>text</b>")
	fmt.Println(bad, good)
}

func predictableSecret() {
	// ruleid: second-pass.go.predictable-secret
	resetToken := fmt.Sprintf("%d", rand.Int63())
	// ok: second-pass.go.predictable-secret
	delay := rand.Intn(100)
	fmt.Println(resetToken, delay)
}

func deferInLoop(names []string) {
	for _, name := range names {
		file, err := os.Open(name)
		if err != nil {
			continue
		}
		// ruleid: second-pass.go.defer-in-loop
		defer file.Close()
	}
	for _, name := range names {
		func() {
			file, err := os.Open(name)
			if err != nil {
				return
			}
			// ok: second-pass.go.defer-in-loop
			defer file.Close()
		}()
	}
}

func deferBeforeErrorCheck(name string) error {
	// ruleid: second-pass.go.defer-before-error-check
	bad, err := os.Open(name)
	defer bad.Close()
	if err != nil {
		return err
	}
	// ok: second-pass.go.defer-before-error-check
	good, err := os.Open(name)
	if err != nil {
		return err
	}
	defer good.Close()
	return nil
}

func waitgroupAddInside(jobs []func()) {
	var group sync.WaitGroup
	for _, job := range jobs {
		go func() {
			// ruleid: second-pass.go.waitgroup-add-inside
			group.Add(1)
			defer group.Done()
			job()
		}()
	}
	for _, job := range jobs {
		// ok: second-pass.go.waitgroup-add-inside
		group.Add(1)
		go func() {
			defer group.Done()
			job()
		}()
	}
	group.Wait()
}
