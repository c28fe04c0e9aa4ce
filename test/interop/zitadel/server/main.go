// The example provider of zitadel/oidc with one client. Arguments: port, client, secret, redirect URI.
package main

import (
	"log/slog"
	"net/http"
	"os"

	"github.com/zitadel/oidc/v3/example/server/exampleop"
	"github.com/zitadel/oidc/v3/example/server/storage"
)

func main() {
	port, client, secret, redirectURI := os.Args[1], os.Args[2], os.Args[3], os.Args[4]
	issuer := "http://localhost:" + port + "/"
	storage.RegisterClients(storage.WebClient(client, secret, redirectURI))
	logger := slog.New(slog.NewTextHandler(os.Stderr, nil))
	router := exampleop.SetupServer(issuer, storage.NewStorage(storage.NewUserStore(issuer)), logger, false)
	if err := http.ListenAndServe("localhost:"+port, router); err != nil {
		logger.Error("the server ended", "error", err)
		os.Exit(1)
	}
}
