"""The mark sheet: the open marks of one stage as a workbook that a person fills, and the way back."""
