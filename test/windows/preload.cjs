// Wine 8 does not know the keep-alive option of a connection, and Node answers that with an error.
require('node:net').Socket.prototype.setKeepAlive = function setKeepAlive() {
  return this;
};

// It has done its work at the start, and no agent would set it.
delete process.env.NODE_SKIP_PLATFORM_CHECK;
