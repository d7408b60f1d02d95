/** Returns the value of the work, or that of `late` if the work takes longer; a `late` that throws rejects. */
export function within<Value, Late>(
  milliseconds: number,
  work: Promise<Value>,
  late: () => Late | Promise<Late>,
): Promise<Value | Late> {
  const tooLate = Promise.withResolvers<Late>();
  const timer = setTimeout(() => tooLate.resolve(Promise.resolve().then(late)), milliseconds);
  return Promise.race([work, tooLate.promise]).finally(() => clearTimeout(timer));
}
