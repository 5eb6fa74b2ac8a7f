package pool

import "sync"

type Pool struct {
	mu   sync.Mutex
	free []*Conn
	max  int
}

func (p *Pool) Get() (*Conn, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if n := len(p.free); n > 0 {
		c := p.free[n-1]
		p.free = p.free[:n-1]
		return c, nil
	}
	return dial()
}
