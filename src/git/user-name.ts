import { execFile } from 'node:child_process'

/**
 * The `user.name` that git has for the folder, from the repository's or the user's settings; undefined where it has
 * none, or there is no git on this machine. It starts git itself: every run on a person's machine asks for the name, and
 * loading simple-git would take as long as git takes to answer.
 */
export function readUserName(folder: string): Promise<string | undefined> {
  return new Promise((resolve) => {
    execFile('git', ['config', '--get', 'user.name'], { cwd: folder }, (error, stdout) => {
      const name = error === null ? stdout.trim() : ''
      resolve(name === '' ? undefined : name)
    })
  })
}
