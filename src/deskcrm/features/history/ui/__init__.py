"""History in the window: undo and redo are commands of the window itself."""

from deskcrm.kit.feature import Feature

FEATURE = Feature("history")
