package pool

import "sync"

type Pool struct {
	mu   sync.Mutex
	free []*Conn
	max  int
}

func (p *Pool) Get() (*Conn, error) {
	p.mu.Lock()
	if n := len(p.free); n > 0 {
		c := p.free[n-1]
		p.free = p.free[:n-1]
		if err := c.Ping(); err != nil {
			return nil, err
		}
		p.mu.Unlock()
		return c, nil
	}
	p.mu.Unlock()
	return dial()
}
