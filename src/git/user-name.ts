import { execFile } from 'node:child_process'

/**
 * The `user.name` that git has for the folder, from the repository's or the user's settings; undefined where it has
 * none, or there is no git on this machine. Every run on somebody's machine asks, so this goes without simple-git,
 * which takes as long to load as git takes to answer.
 */
export function readUserName(folder: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile('git', ['config', '--get', 'user.name'], { cwd: folder }, (error, stdout) => {
      const name = error === null ? stdout.trim() : ''
      resolve(name === '' ? undefined : name)
    })
  })
}
