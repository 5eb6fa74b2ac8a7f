package rates

import (
	"encoding/json"
	"net/http"
)

// Rates holds exchange rates by currency.
type Rates map[string]float64

// Load reads the rates from the given address.
func Load(address string) (Rates, error) {
	response, err := http.Get(address)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	var rates Rates
	err = json.NewDecoder(response.Body).Decode(&rates)
	return rates, err
}
