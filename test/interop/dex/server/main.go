// Command dex runs dex's server package with its data in memory. Its own command has them in SQLite and needs a C compiler.
package main

import (
	"context"
	"encoding/json"
	"log/slog"
	"net/http"
	"os"
	"time"

	"github.com/dexidp/dex/server"
	"github.com/dexidp/dex/storage"
	"github.com/dexidp/dex/storage/memory"
)

// The program's one argument is this as JSON.
type settings struct {
	Address    string
	Issuer     string
	Clients    []storage.Client
	Connectors []struct {
		ID, Type, Name string
		Config         json.RawMessage
	}
}

func main() {
	logger := slog.New(slog.NewTextHandler(os.Stderr, &slog.HandlerOptions{Level: slog.LevelWarn}))
	var given settings
	must(json.Unmarshal([]byte(os.Args[1]), &given))
	kept := memory.New(logger)
	var connectors []storage.Connector
	for _, given := range given.Connectors {
		connectors = append(connectors, storage.Connector{ID: given.ID, Type: given.Type, Name: given.Name, Config: given.Config})
	}
	policy, err := server.NewRefreshTokenPolicy(logger, true, "", "", "")
	must(err)
	dex, err := server.NewServer(context.Background(), server.Config{
		Issuer:             given.Issuer,
		Storage:            storage.WithStaticConnectors(storage.WithStaticClients(kept, given.Clients), connectors),
		SkipApprovalScreen: true,
		RefreshTokenPolicy: policy,
		Logger:             logger,
	})
	must(err)
	// What its gRPC interface does for an administrator who revokes somebody's refresh tokens.
	http.HandleFunc("/administrator/revoke", func(http.ResponseWriter, *http.Request) {
		tokens, err := kept.ListRefreshTokens()
		must(err)
		for _, token := range tokens {
			must(kept.DeleteRefresh(token.ID))
		}
	})
	http.Handle("/", dex)
	must((&http.Server{Addr: given.Address, ReadHeaderTimeout: time.Minute}).ListenAndServe())
}

func must(err error) {
	if err != nil {
		panic(err)
	}
}
