import pg from 'pg';

/** The statements that open a transaction. */
export const opening = /^(begin|start transaction|select set_config\()/;
/** The answer to a statement whose answer nobody reads. */
export const silence = { command: '', rowCount: 0, rows: [] };

/**
 * Sends the statements that open a transaction together with the one that follows them, instead of waiting twice for an
 * answer that says nothing. A connection on which one of them fails is given up: nobody may work without them. It needs
 * `pipeline`, which lets a statement go out before those in front of it are answered.
 */
export class EagerClient extends pg.Client {
  override query = ((...args: [string, unknown[]?]) => {
    const answer: unknown = super.query(...args);
    if (typeof args[0] !== 'string' || !opening.test(args[0]) || !(answer instanceof Promise)) return answer;
    answer.catch(() => this.connection.stream.destroy());
    return Promise.resolve(silence);
  }) as pg.Client['query'];
}
