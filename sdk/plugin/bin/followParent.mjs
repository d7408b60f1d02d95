// Preloaded by pinnedNode.mjs: ends this process as SIGTERM would once its parent has exited, even by kill -9.
const checkEveryMilliseconds = 500;
const parent = Number(process.env.NIMBUS_PARENT_PID);

function endWithoutParent() {
  if (process.ppid !== parent) process.kill(process.pid, 'SIGTERM');
}

if (parent) {
  delete process.env.NIMBUS_PARENT_PID; // our own children have this process as their parent
  setInterval(endWithoutParent, checkEveryMilliseconds).unref();
}
