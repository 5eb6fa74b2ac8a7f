package pool

import "sync"

type Pool struct {
	mu    sync.Mutex
	items []int
}

func (p *Pool) Put(item int) {
	p.mu.Lock()
	p.items = append(p.items, item)
	p.mu.Unlock()
}

func (p *Pool) Get() int {
	p.mu.Lock()
	last := p.items[len(p.items)-1]
	p.items = p.items[:len(p.items)-1]
	p.mu.Unlock()
	return last
}
