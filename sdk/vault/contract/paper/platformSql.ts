import { platformMigrations } from '@nimbusvault/runtime/contract';

/** The platform's own tables in a plugin's schema, as one script: each migration begins with a line `-- migration: <name>`. */
export function platformSql(): string {
  const parts = platformMigrations.map(({ name, up }) => {
    const statements = up.map((sql) => `${sql.trim()};`);
    return [`-- migration: ${name}`, ...statements].join('\n');
  });
  return `${parts.join('\n\n')}\n`;
}
