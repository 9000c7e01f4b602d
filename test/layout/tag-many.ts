import { openLayout } from '../../src/layout/layout-store.ts'
import { makeImage } from '../support/images.ts'
import { pushImage } from '../support/push.ts'

/** Run as a process of its own: puts an image into the layout and gives it tags. */
const [path = '', seed = '', count = '0'] = process.argv.slice(2)
const image = await makeImage({ seed })
const tags = Array.from({ length: Number(count) }, (_, index) => `${seed}.${index}`)
await pushImage(openLayout(path), image, tags)
