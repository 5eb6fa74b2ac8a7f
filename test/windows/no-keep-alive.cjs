// Wine 8 does not know the keep-alive option of a connection, and Node answers that with an error.
require('node:net').Socket.prototype.setKeepAlive = function setKeepAlive() {
  return this;
};
