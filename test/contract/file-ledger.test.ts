import { join } from 'node:path'
import { openLedger } from '../../src/ledger/file/file-ledger.ts'
import { temporaryFolder, tickingClock } from '../ledger/workplace.ts'
import { ledgerContract } from './ledger.contract.ts'

ledgerContract('file', async () => {
  const file = join(await temporaryFolder(), 'promotions.jsonl')
  const clock = tickingClock()
  return () => openLedger(file, { clock })
})
