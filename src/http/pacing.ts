/**
 * Begins at most one piece of work in each turn of the event loop, in the order in which they came. However many ask at
 * once, what is answered within a turn, as token checks are, then waits behind little of it.
 */
export function createPacing(): (begin: () => void) => void {
  const waiting: Array<() => void> = [];
  let begunInThisTurn = false;

  function nextTurn(): void {
    begunInThisTurn = false;
    const begin = waiting.shift();
    if (begin !== undefined) beginNow(begin);
  }

  function beginNow(begin: () => void): void {
    begunInThisTurn = true;
    setImmediate(nextTurn);
    begin();
  }

  return (begin) => {
    if (begunInThisTurn) waiting.push(begin);
    else beginNow(begin);
  };
}
