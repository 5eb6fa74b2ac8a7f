package pool

import "sync"

type Pool struct {
	mu    sync.Mutex
	items []int
}

func (p *Pool) Put(item int) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.items = append(p.items, item)
}

func (p *Pool) Get() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	last := p.items[len(p.items)-1]
	p.items = p.items[:len(p.items)-1]
	return last
}
